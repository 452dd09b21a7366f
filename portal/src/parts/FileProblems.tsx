// What is wrong in a file that people write, such as standards.yaml; nothing when it is sound.
import { useTranslation } from "react-i18next";
import classes from "./FileProblems.module.css";

export function FileProblems({ file, problems }: { file: string | null; problems: string[] }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <div className={classes.problems} role="alert">
      <p className={classes.title}>
        {t("common.fileProblems", { count: problems.length, file: file ?? "" })}
      </p>
      <ul>
        {problems.map(problem => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}
