// The kinds of things an inventory holds, with their names.
import { useTranslation } from "react-i18next";

export const KINDS = [
  "service",
  "route",
  "task",
  "schedule",
  "workflow",
  "job",
  "script",
  "table",
  "foreign_table",
  "view",
  "sql_function",
  "trigger",
  "edge_function",
  "test_suite",
] as const;

export function useKindName(): (kind: string) => string {
  const { t } = useTranslation();
  return kind => t(`inventory.kinds.${kind as (typeof KINDS)[number]}`, kind);
}
