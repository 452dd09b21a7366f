// The secret of a new key: it is shown here and never again.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../parts/CopyButton.tsx";
import classes from "./Keys.module.css";

export function Secret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t("keys.once")}</p>
      <p className={classes.secret}>
        <code>{secret}</code>
        <CopyButton text={secret} />
      </p>
      <p className="quiet">{t("keys.use")}</p>
      <p className={classes.secret}>
        <code>Authorization: Bearer {secret.slice(0, 7)}…</code>
      </p>
      <Button size="xs" onClick={onDone}>
        {t("keys.copiedDone")}
      </Button>
    </>
  );
}
