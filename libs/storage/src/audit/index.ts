export { auditPage, type AuditLine } from './page.js';
export { recordAudit, type Author, type Deed } from './record.js';
export { verifyAudit, type AuditVerdict } from './verify.js';
