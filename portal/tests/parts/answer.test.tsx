import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Problem } from "../../src/api/problem.ts";
import { Answer } from "../../src/parts/Answer.tsx";

function Asking({ ask }: { ask: () => Promise<string> }) {
  const query = useQuery<string, Problem>({ queryKey: ["x"], queryFn: ask, retry: false });
  return <Answer query={query}>{data => <p>{data}</p>}</Answer>;
}

function show(ask: () => Promise<string>) {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Asking ask={ask} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

describe("an answer on the page", () => {
  it("is a skeleton at first", () => {
    show(() => new Promise(() => {}));
    expect(screen.getByRole("status").getAttribute("aria-busy")).toBe("true");
  });

  it("says what failed, what to do, and the id to report", async () => {
    show(() =>
      Promise.reject(
        new Problem("The database is away.", { code: "storage.away", hint: "Start it.", errorId: "e7" }),
      ),
    );
    const note = await screen.findByRole("alert");
    for (const words of ["The database is away.", "Start it.", "e7"])
      expect(note.textContent).toContain(words);
  });

  it("shows the content after trying again", async () => {
    let asked = 0;
    show(() => {
      asked += 1;
      return asked === 1
        ? Promise.reject(new Problem("Away.", { code: "x" }))
        : Promise.resolve("Here it is");
    });
    fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Here it is")).toBeTruthy();
  });
});
