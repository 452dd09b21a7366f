// How the live line is: a word, a shape and, when it is down, the seconds until the next try.
import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live.tsx";
import classes from "./LiveMark.module.css";

function useSecondsUntil(until: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (until === null) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
}

export function LiveMark() {
  const { t } = useTranslation();
  const { state, retryNow } = useLive();
  const seconds = useSecondsUntil(state.kind === "waiting" ? state.until : null);
  const word =
    state.kind === "waiting" ? t("shell.live.waiting", { seconds }) : t(`shell.live.${state.kind}`);
  return (
    <div className={classes.live} data-state={state.kind} data-tour="live">
      <span
        className={classes.word}
        title={state.kind === "live" ? t("shell.live.hintLive") : t("shell.live.hintDown")}
      >
        <span className={classes.dot} aria-hidden="true" />
        {word}
      </span>
      <span className="heard" role="status">
        {state.kind === "waiting" ? t("shell.live.hintDown") : ""}
      </span>
      {state.kind === "waiting" ? (
        <Button size="compact-xs" variant="subtle" onClick={retryNow}>
          {t("shell.live.retryNow")}
        </Button>
      ) : null}
    </div>
  );
}
