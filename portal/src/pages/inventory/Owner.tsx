// Who owns an item and who uses it; not knowing is said with its cause.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/useFormat.ts";
import { Unknown } from "../../parts/Unknown.tsx";

export function Owner({ owner }: { owner: string | null }) {
  const { t } = useTranslation();
  if (owner !== null) {
    return (
      <Link to="/inventory" search={{ owner }}>
        {owner}
      </Link>
    );
  }
  return (
    <span className="quiet" title={t("inventory.noOwnerWhy")}>
      {t("inventory.noOwner")}
    </span>
  );
}

export function UsedBy({ usedBy }: { usedBy: string[] | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (usedBy === null) return <Unknown because={t("inventory.notKnownUseWhy")} />;
  if (usedBy.length === 0) return <span className="quiet">{t("inventory.unused")}</span>;
  return format.list(usedBy);
}
