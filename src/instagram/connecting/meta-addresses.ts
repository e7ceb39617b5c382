import { WEBHOOK_PATH } from '../webhook.routes';

/** Typed into Meta's settings, each below the public address of the API. */
export const DEAUTHORIZE_PATH = `${WEBHOOK_PATH}/deauthorize`;
export const DELETION_PATH = `${WEBHOOK_PATH}/data-deletion`;
