// Copies a text and says so.
import { ActionIcon } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon.tsx";

export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1500 });
  const word = clipboard.copied ? t("common.copied") : t("common.copy");
  return (
    <ActionIcon
      variant="subtle"
      size="md"
      aria-label={word}
      title={word}
      onClick={() => clipboard.copy(text)}
    >
      <Icon name={clipboard.copied ? "check" : "copy"} size={14} />
      <span className="heard" aria-live="polite">
        {clipboard.copied ? t("common.copied") : ""}
      </span>
    </ActionIcon>
  );
}
