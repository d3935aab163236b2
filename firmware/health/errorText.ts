/** What an error says, without the name of its class: a fault's detail is read by persons. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
