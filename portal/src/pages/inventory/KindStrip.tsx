// The kinds with their counts: a summary that is also the quickest filter.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { InventorySummary } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import classes from "./KindStrip.module.css";
import { useKindName } from "./kinds.ts";

type Props = { kinds: InventorySummary["kinds"]; chosen: string | undefined };

export function KindStrip({ kinds, chosen }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const kindName = useKindName();
  const first = Object.values(kinds).every(count => count.new === count.active);
  const present = Object.entries(kinds)
    .filter(([, count]) => count.active + count.gone > 0)
    .sort(([, a], [, b]) => b.active - a.active);
  return (
    <ul className={classes.strip} aria-label={t("inventory.filter.kind")}>
      {present.map(([kind, count]) => (
        <li key={kind}>
          <Link
            to="/inventory"
            search={chosen === kind ? {} : { kind }}
            className={classes.kind}
            data-chosen={chosen === kind || undefined}
            aria-current={chosen === kind ? "true" : undefined}
          >
            {kindName(kind)} <span className={classes.count}>{format.whole(count.active)}</span>
            {count.new > 0 && !first ? (
              <span className={classes.new}>{t("inventory.new", { count: count.new })}</span>
            ) : null}
          </Link>
        </li>
      ))}
    </ul>
  );
}
