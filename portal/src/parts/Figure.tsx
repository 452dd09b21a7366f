// A chart that can be read without seeing it: caption, marked ends, and the same numbers as a table.
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Figure.module.css";
import { Icon } from "./Icon.tsx";

type Props = { caption: ReactNode; chart: ReactNode; table: ReactNode };

export function Figure({ caption, chart, table }: Props) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className={classes.figure}>
      {asTable ? <div className={classes.table}>{table}</div> : chart}
      <figcaption className={classes.caption}>
        <span>{caption}</span>
        <Button
          size="compact-xs"
          variant="subtle"
          aria-pressed={asTable}
          leftSection={<Icon name={asTable ? "reports" : "table"} size={13} />}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? t("common.asChart") : t("common.asTable")}
        </Button>
      </figcaption>
    </figure>
  );
}
