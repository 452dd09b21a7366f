// The top of every page: its question as the heading, the answer in a sentence, and what can be done.
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import classes from "./PageHead.module.css";

type Props = {
  /** The short name for the browser's tab. */
  name: string;
  question: ReactNode;
  answer?: ReactNode;
  back?: ReactNode;
  actions?: ReactNode;
};

export function PageHead({ name, question, answer, back, actions }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t("shell.title", { page: name });
  }, [t, name]);
  return (
    <header className={classes.head}>
      {back ? <div className={classes.back}>{back}</div> : null}
      <div className={classes.words}>
        <h1 className={classes.question} tabIndex={-1}>
          {question}
        </h1>
        <p className={classes.answer}>{answer}</p>
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  );
}
