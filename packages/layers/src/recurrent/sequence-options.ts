/** How a recurrent layer runs over a sequence, and what it returns. */
export interface SequenceOptions {
  /** Return the outputs of all steps `[batch, time, units]`, not only the last `[batch, units]`. Default: false. */
  readonly returnSequences?: boolean | undefined;
  /** Return the last states too: further outputs (`outputsOf`). Default: false. */
  readonly returnState?: boolean | undefined;
  /** From the last step to the first; sequences come out in that order. A mask that they carry on stays as it was, as in Keras. Default: false. */
  readonly goBackwards?: boolean | undefined;
  /** Start each batch with the last states of the batch before, row by row; the batch size must be fixed. Default: false. */
  readonly stateful?: boolean | undefined;
  /** Write every step into the graph instead of a loop; for short sequences of known length. Default: false. */
  readonly unroll?: boolean | undefined;
  /** Give zeros where the mask leaves steps out, instead of the output before them. Default: false. */
  readonly zeroOutputForMask?: boolean | undefined;
}

/** {@link SequenceOptions} with the defaults filled in. */
export type Sequence = { readonly [K in keyof SequenceOptions]-?: boolean };

/** The names and defaults of {@link SequenceOptions}. */
export const sequenceOptions = ({
  returnSequences = false,
  returnState = false,
  goBackwards = false,
  stateful = false,
  unroll = false,
  zeroOutputForMask = false,
}: SequenceOptions): Sequence => ({
  returnSequences,
  returnState,
  goBackwards,
  stateful,
  unroll,
  zeroOutputForMask,
});
