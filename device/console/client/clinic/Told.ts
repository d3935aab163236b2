import type { VNode } from "preact";
import type { FileIssue } from "../../api/changes.ts";
import { html } from "../html.ts";
import { issueText } from "./draft.ts";

/** What the check says of an entry, where it is not about one field of it. */
export const Told = ({ issues }: { readonly issues: readonly FileIssue[] }): VNode =>
  html`${issues.map((issue) => html`<p class=${issue.severity === "error" ? "wrong" : "help"} key=${`${issue.path} ${issue.what}`}>${issueText(issue)}</p>`)}`;
