import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { UserCaller, UserId } from '../../shared/kernel';
import { AdminUserDetailResponse, AdminUserPageResponse, AdminUsersQuery } from '../dto/admin-people.dto';
import { AdminUsersService } from './admin-users.service';

const NOT_FOUND = { 'not-found': 'USER.NOT_FOUND: no such user.' };

@ApiTags('Admin')
@Controller('v1/admin/users')
export class UsersAdminController {
  constructor(private readonly users: AdminUsersService) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List users, newest first', response: AdminUserPageResponse })
  list(@Query() query: AdminUsersQuery): Promise<AdminUserPageResponse> {
    return this.users.list(query);
  }

  @Get(':userId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Get a user and where they belong', response: AdminUserDetailResponse, errors: NOT_FOUND })
  get(@IdParam('userId') userId: UserId): Promise<AdminUserDetailResponse> {
    return this.users.get(userId);
  }

  @Post(':userId/disable')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Lock a user out, on all processes within a second',
    status: 204,
    errors: { ...NOT_FOUND, conflict: 'USER.SELF: not yourself.' },
  })
  disable(@CurrentCaller() caller: UserCaller, @IdParam('userId') userId: UserId): Promise<void> {
    return this.users.disable(caller, userId);
  }

  @Post(':userId/enable')
  @PlatformAdmin()
  @Endpoint({ summary: 'Let a user sign in again', status: 204, errors: NOT_FOUND })
  enable(@CurrentCaller() caller: UserCaller, @IdParam('userId') userId: UserId): Promise<void> {
    return this.users.enable(caller, userId);
  }

  @Post(':userId/end-sessions')
  @PlatformAdmin()
  @Endpoint({ summary: 'Sign a user out everywhere', status: 204, errors: NOT_FOUND })
  endSessions(@CurrentCaller() caller: UserCaller, @IdParam('userId') userId: UserId): Promise<void> {
    return this.users.endSessions(caller, userId);
  }
}
