// Fifty rows at a time: where the reader is in the list, and the way on and back.
import { Button } from "@mantine/core";
import { useNavigate, useRouter, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat.ts";
import classes from "./Pager.module.css";

export type PageAt = { cursor?: string; skipped?: string };
type Props = { at: PageAt; shown: number; total: number; next: string | null };

export function Pager({ at, shown, total, next }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const router = useRouter();
  const paged = useRouterState({
    select: state => (state.location.state as { paged?: boolean }).paged === true,
  });
  const before = Number(at.skipped ?? 0) || 0;
  const go = (cursor: string | undefined, skipped: number | undefined, how: { paged: boolean }) =>
    navigate({
      to: ".",
      search: (search: object) => ({ ...search, cursor, skipped: skipped ? String(skipped) : undefined }),
      state: how as object,
    });
  const back = () => (paged ? router.history.back() : go(undefined, undefined, { paged: false }));
  if (total === 0) return null;
  return (
    <nav className={classes.pager} aria-label={t("common.pager.label")}>
      <span className={classes.range}>
        {t("common.pager.range", {
          from: format.whole(before + 1),
          to: format.whole(before + shown),
          total: format.whole(total),
        })}
      </span>
      <span className={classes.ways}>
        <Button size="xs" variant="default" disabled={before === 0} onClick={back} data-pager="previous">
          {paged || before === 0 ? t("common.pager.previous") : t("common.pager.first")}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={next === null}
          onClick={() => next && go(next, before + shown, { paged: true })}
          data-pager="next"
        >
          {t("common.pager.next")}
        </Button>
      </span>
    </nav>
  );
}
