/** The other end of a connection. */
export type Wire = {
  /** Resolves when there is room for more. Rejects when the connection is gone. */
  send(message: object): Promise<void>;
  /** Ends the connection for good: the caller may not, 401, or sees no such thread, 404. */
  refuse(status: 401 | 403 | 404): void;
};
