import { fromDevice, release } from "@tidu/core-tensor";
import type { Backend, Tensor, TensorData } from "@tidu/core-tensor";
import type { HostData } from "./host-data.ts";
import type { ResidentData } from "./train-step.ts";

/** A data set on the backend with its number of rows. */
export interface PreparedData {
  readonly data: ResidentData;
  readonly rows: number;
}

/** Puts a data set on the backend once, for all epochs. */
export function uploadData(host: HostData, backend: Backend): PreparedData {
  const put = (values: TensorData): Tensor => {
    const device = backend.upload(values.data, { shape: values.shape, dtype: values.dtype });
    return fromDevice(device);
  };
  return {
    rows: host.rows,
    data: {
      x: host.x.map(put),
      y: host.y.map(put),
      sampleWeight: Object.fromEntries(Object.entries(host.sampleWeight).map(([output, values]) => [output, put(values)])),
    },
  };
}

export const releaseData = ({ data }: PreparedData): void => release({ ...data });
