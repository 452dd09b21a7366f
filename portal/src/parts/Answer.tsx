// One answer of the server on the page: skeleton while it is asked, problem with retry when it fails, else its content.
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../api/problem.ts";
import classes from "./Answer.module.css";
import { Bones } from "./Bones.tsx";
import { ProblemNote } from "./ProblemNote.tsx";

type Props<T> = {
  query: UseQueryResult<T, Problem>;
  bones?: ReactNode;
  children: (data: T) => ReactNode;
};

export function Answer<T>({ query, bones, children }: Props<T>) {
  const { t } = useTranslation();
  if (query.data !== undefined && !(query.isPlaceholderData && query.isError)) {
    return (
      <>
        {query.isError ? (
          <div className={classes.stale}>
            <ProblemNote problem={query.error} onRetry={() => query.refetch()} retrying={query.isFetching} />
          </div>
        ) : null}
        <div className={classes.content} data-pending={query.isPlaceholderData || undefined}>
          {children(query.data)}
        </div>
      </>
    );
  }
  if (query.isError) {
    return <ProblemNote problem={query.error} onRetry={() => query.refetch()} retrying={query.isFetching} />;
  }
  return (
    <>
      {bones ?? <Bones />}
      {query.failureCount > 0 ? (
        <p className="quiet" role="status">
          {t("common.retrying")}
        </p>
      ) : null}
    </>
  );
}
