import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { Contributions } from '../kernel';
import { AccessDirectory } from './access-directory';
import { AccessTokenStrategy } from './access-token.strategy';
import { AccessTokens } from './access-tokens';
import { AccessGuard } from './access.guard';
import { RouteCheck } from './route-check';

@Global()
@Module({
  imports: [PassportModule, JwtModule.register({}), DiscoveryModule],
  providers: [AccessTokens, AccessTokenStrategy, RouteCheck, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [AccessTokens],
})
export class AuthModule {
  constructor(contributions: Contributions) {
    contributions.declare(AccessDirectory, 'one');
  }
}
