export { AccessDirectory, type DirectoryUser } from './access-directory';
export { Authenticated, PlatformAdmin, Public, Requires } from './access-rules';
export { type AccessToken, AccessTokens } from './access-tokens';
export { workspaceNotFound } from './auth.errors';
export { AuthModule } from './auth.module';
export { type Permission, permissionsOf, type Role, roleMay, ROLES } from './permissions';
export { Ctx, CurrentCaller, Visitor } from './signed-in-request';
