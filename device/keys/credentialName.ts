/* @pure */

/**
 * systemd.exec(5): a credential's name is a file name; ours also are what `${credential:NAME}` may say. The last words are what this
 * box calls files that are half written, replaced, or put aside, and sweeps away.
 */
export const CREDENTIAL_NAME = /^(?!.*\.(?:part|old|unreadable)$)[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
