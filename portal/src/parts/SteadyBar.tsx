// Says that a list has changed beneath the reader, and brings the new order only when asked.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./SteadyBar.module.css";

type Props = { arrived: number; gone: number; onShow: () => void };

export function SteadyBar({ arrived, gone, onShow }: Props) {
  const { t } = useTranslation();
  const words = [
    arrived > 0 ? t("common.steady.arrived", { count: arrived }) : "",
    gone > 0 ? t("common.steady.gone", { count: gone }) : "",
  ].filter(Boolean);
  return (
    <div aria-live="polite">
      {words.length > 0 ? (
        <div className={classes.bar} data-testid="steady">
          <span>{words.join(" · ")}</span>
          <Button size="compact-xs" variant="subtle" onClick={onShow}>
            {t("common.steady.show")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
