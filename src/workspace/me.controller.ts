import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentCaller } from '../shared/auth';
import { Endpoint } from '../shared/http';
import type { UserCaller } from '../shared/kernel';
import { MeResponse } from './dto/me.response';
import { WorkspacesService } from './workspaces.service';

@ApiTags('Me')
@Controller('v1/me')
export class MeController {
  constructor(private readonly workspaces: WorkspacesService) {}

  @Get()
  @Authenticated()
  @Endpoint({ summary: 'The signed-in user, their workspaces, roles and permissions', response: MeResponse })
  get(@CurrentCaller() { userId }: UserCaller): Promise<MeResponse> {
    return this.workspaces.me(userId);
  }
}
