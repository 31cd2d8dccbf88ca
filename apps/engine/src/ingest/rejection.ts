/** Why a call cannot be taken: its sender's to mend. In a batch it is told by index, alone it is the answer. */
export class Rejection extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'Rejection';
    this.code = code;
    this.status = status;
  }
}
