import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock } from '@sojourn/kernel';
import { checkCondition, toSql, type Condition } from '@sojourn/rules';
import { contactViews, type Database } from '@sojourn/storage';
import { CLOCK, DATABASE } from '../ports.js';
import type { SegmentAnswer } from './segment.dto.js';

const SAMPLE = 10;

@Injectable()
export class SegmentService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async preview(workspaceId: number, condition: Condition): Promise<SegmentAnswer> {
    const issues = checkCondition(condition, '/condition').filter(({ severity }) => severity === 'error');
    if (issues.length > 0)
      throw new UserError(`The condition cannot be read: ${issues[0]?.message.en}`, {
        code: 'rules.invalid',
        status: 422,
        details: { issues },
      });
    const { dialect } = this.database;
    const sql = toSql(condition, { dialect: dialect.name, workspaceId, now: this.clock.now(), contact: 'c' });
    const { count, sample } = await contactViews.meeting(this.database.read, workspaceId, sql, SAMPLE);
    return { count, sample: sample.map((line) => ({ ...line, tags: [...line.tags] })) };
  }
}
