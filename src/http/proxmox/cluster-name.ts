/** What a cluster of several nodes is called; a node by itself is none, and has no such name. */
export const CLUSTER_NAME = 'mockvm'
