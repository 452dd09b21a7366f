// Trades the token of a one-time link for a session, then goes to the first page.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { Bones } from "../../parts/Bones.tsx";
import { Command } from "../../parts/Command.tsx";
import { ProblemNote } from "../../parts/ProblemNote.tsx";
import { SignInFrame } from "./SignInFrame.tsx";
import { LINK_COMMAND, SignInHelp } from "./SignInHelp.tsx";

function Trade({ token }: { token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const asked = useRef(false);
  const trade = useMutation({
    mutationFn: () => client.POST("/api/v1/session", { body: { token } }),
    onSuccess: () => {
      queries.clear();
      void navigate({ to: "/", replace: true });
    },
  });
  const { mutate } = trade;
  useEffect(() => {
    if (asked.current) return; // the token works once; effects may run twice
    asked.current = true;
    mutate();
  }, [mutate]);
  if (trade.isError) {
    return (
      <SignInFrame question={t("signin.failed")}>
        <ProblemNote problem={asProblem(trade.error)} />
        <p>{t("signin.another")}</p>
        <p>
          <Command text={LINK_COMMAND} />
        </p>
      </SignInFrame>
    );
  }
  return (
    <SignInFrame question={t("signin.signing")}>
      <Bones rows={2} />
    </SignInFrame>
  );
}

export function SignIn() {
  const { token } = useSearch({ from: "/sign-in" });
  return token ? <Trade token={token} /> : <SignInHelp />;
}
