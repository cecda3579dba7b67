import type { z } from 'zod';

/** One call: the schema that its request is decoded with, and the type of its answer. */
export interface Call<Request extends z.ZodType, Response> {
  request: Request;
  /** Never there: it carries the type. */
  response?: Response;
}

/** `call<Answer>()(schema)`: the answer's type is given, the request's is the schema's. */
export const call =
  <Response>() =>
  <Request extends z.ZodType>(request: Request): Call<Request, Response> => ({ request });
