import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { Contributions } from '../kernel';
import { AuditTrailModule } from '../observability';
import { AccessDirectory } from './access-directory';
import { AccessTokenStrategy } from './access-token.strategy';
import { AccessTokens } from './access-tokens';
import { AccessGuard } from './access.guard';
import { Authenticator } from './authenticator';
import { Authorizer } from './authorizer';
import { LoginChallenges } from './login-challenges';
import { RequestLimits } from './request-limits';
import { FeatureGuard } from './features';
import { RouteCheck } from './route-check';
import { SignedInUsers } from './signed-in-users';
import { StreamTickets } from './stream-tickets';

@Global()
@Module({
  imports: [PassportModule, JwtModule.register({}), DiscoveryModule, AuditTrailModule],
  providers: [
    AccessTokens,
    LoginChallenges,
    SignedInUsers,
    StreamTickets,
    AccessTokenStrategy,
    Authenticator,
    Authorizer,
    RequestLimits,
    RouteCheck,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: FeatureGuard },
  ],
  exports: [AccessTokens, LoginChallenges, StreamTickets],
})
export class AuthModule {
  constructor(contributions: Contributions) {
    contributions.declare(AccessDirectory, 'one');
  }
}
