// A place in the code: path and line in fixed pitch, breaking at the slashes when it is long.
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Place.module.css";

export function Place({ path, line }: { path: string; line?: number | null }) {
  const { t } = useTranslation();
  if (path === ".") return <span className="quiet">{t("common.everywhere")}</span>;
  const parts = path.split("/");
  return (
    <span className={classes.place}>
      {parts.map((part, index) => {
        const last = index === parts.length - 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one path never move
          <Fragment key={index}>
            <span className={last ? classes.file : undefined}>{part}</span>
            {last ? null : "/"}
            {last ? null : <wbr />}
          </Fragment>
        );
      })}
      {line === null || line === undefined ? null : <span className={classes.line}>:{line}</span>}
    </span>
  );
}
