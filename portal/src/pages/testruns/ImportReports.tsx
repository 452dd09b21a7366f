// Takes reports that another runner wrote: JUnit, coverage.py, Cobertura, LCOV.
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { sendFiles } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { useMayWrite } from "../../api/session.ts";
import { notify } from "../../parts/notices.ts";
import { useProblemWords } from "../../parts/ProblemNote.tsx";

export function ImportReports() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const problemWords = useProblemWords();
  const mayWrite = useMayWrite();
  const input = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: (files: File[]) => sendFiles("/api/v1/testruns/imports", files),
    onSuccess: (_runs, files) => {
      notify({ tone: "good", text: t("testruns.imported", { count: files.length }) });
      void queries.invalidateQueries({
        predicate: query => String(query.queryKey[0]).startsWith("/api/v1/testruns"),
      });
    },
    onError: error => {
      const { sentence, hint } = problemWords(asProblem(error));
      notify({ tone: "bad", text: [sentence, hint].filter(Boolean).join(" ") });
    },
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".xml,.json,.info,.lcov"
        onChange={event => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          if (files.length > 0) send.mutate(files);
        }}
      />
      <Button
        size="xs"
        variant="default"
        loading={send.isPending}
        disabled={!mayWrite}
        title={t("testruns.importHint")}
        onClick={() => input.current?.click()}
      >
        {t("testruns.import")}
      </Button>
    </>
  );
}
