import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { AuditCheck, AuditPage, AuditQuery } from './audit.dto.js';
import { AuditService } from './audit.service.js';

@ApiTags('audit')
@Controller('api/audit')
export class AuditController {
  readonly #audit: AuditService;

  constructor(audit: AuditService) {
    this.#audit = audit;
  }

  @Get()
  @Operation({ summary: 'Who did what in this workspace', access: 'admin', returns: AuditPage })
  listAudit(@FromCaller() caller: Caller, @Query() query: AuditQuery): Promise<AuditPage> {
    return this.#audit.page(caller.workspaceId, query.cursor);
  }

  @Get('verify')
  @Operation({
    summary: 'Check that nobody changed the audit trail',
    description: 'Every entry seals all before it; this computes the seals again, from the first entry to the last.',
    access: 'admin',
    returns: AuditCheck,
  })
  verifyAudit(@FromCaller() caller: Caller): Promise<AuditCheck> {
    return this.#audit.verify(caller.workspaceId);
  }
}
