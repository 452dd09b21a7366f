// The quiet page around signing in.
import type { ReactNode } from "react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import classes from "./SignInFrame.module.css";

type Props = { question: string; children: ReactNode };

export function SignInFrame({ question, children }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t("shell.title", { page: t("signin.name") });
  }, [t]);
  return (
    <main className={classes.frame}>
      <div className={classes.card}>
        <p className={classes.brand}>
          <img src="/icons/kaizen.svg" alt="" width="26" height="26" />
          Kaizen
        </p>
        <h1 className={classes.question}>{question}</h1>
        {children}
      </div>
    </main>
  );
}
