// A failed answer: the sentence, what to do next, an id to report, and a way to ask again.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Problem, UNREACHABLE } from "../api/problem.ts";
import { CopyButton } from "./CopyButton.tsx";
import classes from "./ProblemNote.module.css";

type Words = { sentence: string; hint: string | null };

export function useProblemWords(): (problem: Problem) => Words {
  const { t } = useTranslation();
  return problem => {
    if (problem.code === UNREACHABLE) {
      return { sentence: t("common.problem.unreachable"), hint: t("common.problem.unreachableHint") };
    }
    if (problem.message === "") {
      const status = problem.status ?? "?";
      return {
        sentence: t("common.problem.unreadable", { status }),
        hint: t("common.problem.unreadableHint"),
      };
    }
    return { sentence: problem.message, hint: problem.hint };
  };
}

type Props = { problem: Problem; onRetry?: () => void; retrying?: boolean };

export function ProblemNote({ problem, onRetry, retrying }: Props) {
  const { t } = useTranslation();
  const { sentence, hint } = useProblemWords()(problem);
  return (
    <div className={classes.note} role="alert">
      <p className={classes.sentence}>{sentence}</p>
      {hint ? <p className={classes.hint}>{hint}</p> : null}
      <div className={classes.foot}>
        {onRetry ? (
          <Button size="xs" variant="default" onClick={onRetry} loading={retrying ?? false}>
            {t("common.retry")}
          </Button>
        ) : null}
        <span className={classes.id}>
          {problem.errorId ? (
            <>
              {t("common.problem.id")} <code>{problem.errorId}</code>
              <CopyButton text={problem.errorId} />
            </>
          ) : (
            <>
              {t("common.problem.code")} <code>{problem.code}</code>
            </>
          )}
        </span>
      </div>
    </div>
  );
}
