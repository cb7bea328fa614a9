/** What -device and -object make. */
export interface Part {
  /** Its driver, or the type of the object: "virtio-rng-pci". */
  readonly type: string
  /** Only devices may be without one. */
  readonly id?: string | undefined
}
