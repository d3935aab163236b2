import type { ConsoleBox } from "../ConsoleBox.ts";
import type { Route } from "../http/Route.ts";
import { allRoutes } from "./allRoutes.ts";

/** The routes for whoever only reads what they are: none of them is ever asked. */
export const documentedRoutes = (version: string): readonly Route[] => allRoutes({} as ConsoleBox, version);
