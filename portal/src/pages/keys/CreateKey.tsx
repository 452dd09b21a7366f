// Makes a key and shows its secret once.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { ProblemNote } from "../../parts/ProblemNote.tsx";
import { KeyForm, type KeyTerms } from "./KeyForm.tsx";
import { Secret } from "./Secret.tsx";

export function CreateKey({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: async (terms: KeyTerms) => (await client.POST("/api/v1/keys", { body: terms })).data,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["/api/v1/keys"] }),
  });
  const close = () => {
    make.reset(); // the secret leaves the page's memory with the dialog
    onClose();
  };
  return (
    <Dialog title={make.data ? t("keys.made") : t("keys.create")} open={open} onClose={close}>
      {make.data ? (
        <Secret secret={make.data.secret} onDone={close} />
      ) : (
        <>
          {make.isError ? <ProblemNote problem={asProblem(make.error)} /> : null}
          <KeyForm pending={make.isPending} onSubmit={make.mutate} onCancel={close} />
        </>
      )}
    </Dialog>
  );
}
