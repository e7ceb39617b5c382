export {
  AccessDirectory,
  type DirectoryApiKey,
  type DirectorySession,
  type DirectoryUser,
  type DirectoryWorkspace,
} from './access-directory';
export { AcceptsTicket, Authenticated, PlatformAdmin, Public, Requires } from './access-rules';
export { ActingReason, NeedsActingReason } from './acting-reason';
export { type AccessToken, AccessTokens } from './access-tokens';
export { addressBlockOf } from './address-block';
export { forbidden, workspaceNotFound } from './auth.errors';
export { AuthModule } from './auth.module';
export { API_KEY_PREFIX } from './authenticator';
export { type Feature, FeatureFlags, FEATURES, NeedsFeature } from './features';
export { type LoginChallenge, LoginChallenges } from './login-challenges';
export {
  grantablePermissions,
  type Permission,
  type PermissionRow,
  PERMISSIONS,
  permissionsOf,
  permissionTable,
  type Role,
  roleMay,
  ROLES,
} from './permissions';
export { RateLimit, type RouteLimit, SignInLimit } from './rate-limit.decorator';
export { limitsUnavailable, rateLimited } from './request-limits';
export { Ctx, CurrentCaller, Granted, Grants, Visitor } from './signed-in-request';
export { type StreamTicket, StreamTickets } from './stream-tickets';
