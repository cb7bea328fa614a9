/** An HTTP interface to virtual machines, by itself: a request comes in, a response goes out. */
export interface HttpService {
  /** What it answers: paths of its own, with `*` for the rest of them. */
  readonly paths: readonly string[]
  /** Never rejects: what goes wrong is an answer of the platform's. */
  respond(request: Request): Promise<Response>
}
