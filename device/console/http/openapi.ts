import * as z from "zod";
import { errorAnswer } from "../api/errors.ts";
import { RIGHTS } from "../auth/roles.ts";
import { addressOf, type Route } from "./Route.ts";

type Json = Readonly<Record<string, unknown>>;

/** OpenAPI 3.1 of the routes: the schemas that requests are parsed with, so that it cannot say anything else. */
export function openApiOf(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = addressOf(route).replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "FirstRing console",
      version,
      description:
        "What the console's pages show and do. Times are epoch milliseconds. Errors are { error: { code, message, cure? } }.",
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Error: schemaOf(errorAnswer, "output") },
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A token that a manager made on the page Tokens." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-firstring-console",
          description: "A browser's sign-in.",
        },
      },
    },
  };
}

function operationOf(route: Route): Json {
  const body = bodyOf(route);
  return {
    operationId: nameOf(route),
    tags: [areaOf(route)],
    summary: route.summary,
    description: rightsInWords(route),
    ...(route.may === "anybody" ? { security: [] } : {}),
    parameters: [...parametersOf(route.params, "path"), ...parametersOf(route.query, "query")],
    ...(body === undefined ? {} : { requestBody: { required: true, content: body } }),
    responses: { ...successOf(route), default: { description: "It failed", content: json(refTo("Error")) } },
  };
}

export function rightsInWords({ may, personsOnly }: Route): string {
  const who =
    may === "anybody" ? "Anybody." : may === "signedIn" ? "Whoever is signed in." : `Right: ${may} (${RIGHTS[may]}).`;
  return personsOnly ? `${who} Not with a token.` : who;
}

export const areaOf = ({ path }: Pick<Route, "path">): string => path.split("/")[1]?.split(".")[0] ?? "";

/** `POST /messages/:ref/called-back` is `postMessagesRefCalledBack`. */
const nameOf = ({ method, path }: Route): string =>
  [
    method.toLowerCase(),
    ...(path.match(/[A-Za-z]+/g) ?? []).map((word) => word[0]!.toUpperCase() + word.slice(1)),
  ].join("");

function bodyOf(route: Route): Json | undefined {
  if (route.takes.length > 0) return Object.fromEntries(route.takes.map((type) => [type, {}]));
  return route.body === undefined ? undefined : json(schemaOf(route.body, "input"));
}

function successOf(route: Route): Json {
  if (route.answer === undefined && route.sends === undefined) return { 204: { description: "Done" } };
  const content = {
    ...(route.answer === undefined ? {} : json(schemaOf(route.answer, "output"))),
    ...(route.sends === undefined ? {} : { [route.sends]: {} }),
  };
  return { 200: { description: "Done", content } };
}

function parametersOf(schema: z.ZodType | undefined, where: "path" | "query"): readonly Json[] {
  if (schema === undefined) return [];
  const { properties, required } = schemaOf(schema, "input") as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = property;
    return {
      ...{ name, in: where, required: where === "path" || (required ?? []).includes(name), schema: rest },
      ...(description === undefined ? {} : { description }),
    };
  });
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Record<string, unknown>;
  return rest;
}

const refTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json): Json => ({ "application/json": { schema } });
