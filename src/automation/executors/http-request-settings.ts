import { z } from 'zod';
import { SettingsGroup } from '../../workspace';

export interface HttpRequestSettings {
  /** Names of hosts, `*.` in front for any below. */
  allowedHosts: readonly string[];
}

const HOST = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Nothing is reached that the workspace has not listed: a flow comes from somebody else. */
export const httpRequests = new SettingsGroup<HttpRequestSettings>({
  name: 'http-requests',
  schemaVersion: 1,
  about: 'Which hosts the automations of the workspace may ask over HTTP.',
  fields: {
    allowedHosts: z
      .array(
        z.string().trim().toLowerCase().max(253).regex(HOST, 'must be a host such as api.example.com or *.example.com'),
      )
      .max(50)
      .refine((hosts) => new Set(hosts).size === hosts.length, 'must name each host once'),
  },
  defaults: { allowedHosts: [] },
});
