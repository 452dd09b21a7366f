// What stands where a page cannot: no such page, or a page that broke.
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "../parts/Empty.tsx";
import { PageHead } from "../parts/PageHead.tsx";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead
        name="404"
        question={t("common.problem.notFound")}
        answer={t("common.problem.notFoundHint")}
      />
      <Link to="/">{t("common.problem.goHome")}</Link>
    </>
  );
}

export function Crash({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead name="!" question={t("common.problem.crash")} />
      <Empty
        title={t("common.problem.crashHint")}
        text={error instanceof Error ? error.message : String(error)}
      >
        <Button size="xs" onClick={() => location.reload()}>
          {t("common.problem.reload")}
        </Button>
      </Empty>
    </>
  );
}
