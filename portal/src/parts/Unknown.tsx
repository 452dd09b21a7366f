// The word "unknown" with its cause; it stands wherever a value is missing, instead of zero or green.
import { useTranslation } from "react-i18next";
import classes from "./Unknown.module.css";

export function Unknown({ because }: { because?: string | null }) {
  const { t } = useTranslation();
  return (
    <span className={classes.unknown} title={because ?? undefined}>
      {t("common.unknown")}
      {because ? <span className="heard">: {because}</span> : null}
    </span>
  );
}
