// Skeletons: the shape of what is coming, shown at once and never announced more than once.
import { useTranslation } from "react-i18next";
import classes from "./Bones.module.css";

const WIDTHS = ["72%", "58%", "81%", "64%", "76%", "52%", "69%", "60%"];

export function Bones({ rows = 8, tall = false }: { rows?: number; tall?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.bones} role="status" aria-busy="true" data-tall={tall || undefined}>
      <span className="heard">{t("common.loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones have no identity
        <div key={row} className={classes.row} aria-hidden="true">
          <span className={classes.bone} style={{ width: WIDTHS[row % WIDTHS.length] }} />
        </div>
      ))}
    </div>
  );
}
