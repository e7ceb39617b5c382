import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { permissionTable, Public } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import { PermissionTableResponse } from '../dto/permission.response';

@ApiTags('Workspaces')
@Controller('v1/permissions')
export class PermissionsController {
  @Get()
  @Public()
  @Endpoint({ summary: 'Who may do what in a workspace', response: PermissionTableResponse })
  list(): PermissionTableResponse {
    return { items: permissionTable };
  }
}
