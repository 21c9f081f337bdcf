/** Who calls. Until accounts exist: the local tenant, as "local" or as the holder of the API key. */
export type Principal = { tenantId: string; identity: string };

/** What every verb gets beside its input. */
export type CallContext = { principal: Principal; requestId: string };
