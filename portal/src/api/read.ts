// Reading for pages: a query per path and parameters, keyed so that a live event can name what it touches.
import {
  keepPreviousData,
  QueryClient,
  queryOptions,
  type UseQueryResult,
  useQuery,
} from "@tanstack/react-query";
import { client } from "./client.ts";
import { asProblem, type Problem } from "./problem.ts";
import type { ReadPath, ReadQuery, ReadResult } from "./types.ts";

export type ReadOptions<P extends ReadPath> = {
  query?: ReadQuery<P>;
  path?: Record<string, string>;
};

type Get = (path: string, init: object) => Promise<{ data?: unknown }>;

async function get(path: string, params: object, signal: AbortSignal): Promise<unknown> {
  // openapi-fetch's overloads cannot be called with a generic path; results are typed again by ReadResult.
  const { data } = await (client.GET as unknown as Get)(path, { params, signal });
  return data;
}

function withoutBlanks(query: object | undefined): object {
  return Object.fromEntries(Object.entries(query ?? {}).filter(([, v]) => v !== undefined && v !== ""));
}

export function reading<P extends ReadPath>(path: P, options: ReadOptions<P> = {}) {
  const params = { query: withoutBlanks(options.query as object | undefined), path: options.path ?? {} };
  return queryOptions<ReadResult<P>, Problem>({
    queryKey: [path, params],
    queryFn: async ({ signal }) => (await get(path, params, signal)) as ReadResult<P>,
    placeholderData: previous => keepPreviousData(previous),
  });
}

export function useRead<P extends ReadPath>(
  path: P,
  options: ReadOptions<P> & { every?: number | false; enabled?: boolean; keep?: boolean } = {},
): UseQueryResult<ReadResult<P>, Problem> {
  const { every = false, enabled = true, keep = true, ...rest } = options;
  const base = reading(path, rest);
  return useQuery({
    ...base,
    refetchInterval: every,
    enabled,
    ...(keep ? {} : { placeholderData: undefined }),
  });
}

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false, // the live socket tells what changed
      networkMode: "always", // a server on this machine needs no network
      retry: (count, error) => count < 1 && asProblem(error).passing,
      retryDelay: 800,
    },
    mutations: { networkMode: "always", retry: false },
  },
});
