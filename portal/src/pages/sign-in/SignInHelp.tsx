// For those who are not signed in: where the one-time link comes from.
import { useTranslation } from "react-i18next";
import { Command } from "../../parts/Command.tsx";
import { SignInFrame } from "./SignInFrame.tsx";

export const LINK_COMMAND = "kaizen keys sign-in-link";

export function SignInHelp() {
  const { t } = useTranslation();
  return (
    <SignInFrame question={t("signin.question")}>
      <p>{t("signin.answer")}</p>
      <p>{t("signin.how")}</p>
      <p>
        <Command text={LINK_COMMAND} />
      </p>
      <p className="quiet">{t("signin.where")}</p>
    </SignInFrame>
  );
}
