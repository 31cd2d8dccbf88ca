/* eslint-disable */ export class SegmentService { [k: string]: any }
