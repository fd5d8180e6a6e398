import { useCallback } from 'react'
import type { Frame, FrameArrayData } from '#core/frame/frame.ts'
import { EmptyState } from '#web/components/EmptyState.tsx'
import { arrayOf, metaNumber, metaText, rowOf, valuesOf } from '#web/components/plot/arrays.ts'
import type { FigureColours } from '#web/components/plot/figure.ts'
import { axis, PlotlyFigure } from '#web/components/plot/PlotlyFigure.tsx'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'
import { joinTraces, placeTraces } from './probeLayout.ts'

/** The mean waveform at each site of the probe; the peak site in the alert colour. */
const WaveformView = ({ frame, height = 420, onFigure }: PlotViewProps) => {
  const draw = useCallback((colours: FigureColours) => drawProbe(frame, colours), [frame])
  if (metaText(frame, 'source') === 'none')
    return (
      <EmptyState title="No waveform" hint="There was neither raw data nor a template when this unit was loaded." />
    )
  const peak = metaNumber(frame, 'peakElectrode')
  return (
    <PlotlyFigure
      label={`Mean waveform on the probe, largest at electrode ${peak}`}
      height={height}
      draw={draw}
      onFigure={onFigure}
    />
  )
}

export default WaveformView

const drawProbe = (frame: Frame, { accent, alert, grid, text }: FigureColours) => {
  const waveform = arrayOf(frame, 'waveform')
  const electrodes = valuesOf(frame, 'electrode')
  const waveforms = Array.from(electrodes, (_, site) => rowOf(waveform, site))
  const [x, y, time] = [valuesOf(frame, 'x'), valuesOf(frame, 'y'), valuesOf(frame, 'time')]
  const { traces, scale } = placeTraces({ x, y, time, waveforms })
  const peak = metaNumber(frame, 'peak')
  const line = (sites: readonly number[], colour: string, width: number) => ({
    ...joinTraces(sites.map((site) => traces[site]!)),
    type: 'scatter',
    mode: 'lines',
    line: { color: colour, width },
    text: sites.flatMap((site) => [...wordsOf(waveforms[site]!, electrodes[site]!, waveform.unit), '']),
    hovertemplate: '%{text}<extra></extra>',
  })
  const others = Array.from(traces.keys()).filter((site) => site !== peak)
  return {
    data: [line(others, accent, 1.2), ...(traces[peak] ? [line([peak], alert, 2)] : [])],
    layout: {
      xaxis: axis(grid, text, { title: { text: 'Across the probe (µm)' }, showgrid: false, zeroline: false }),
      yaxis: axis(grid, text, { title: { text: 'Above the tip (µm)' }, showgrid: false, zeroline: false }),
      ...scaleBar({ left: Math.min(...x), bottom: Math.min(...y), ...scale, unit: waveform.unit }, text),
    },
  }
}

/** `electrode 12<br>-83.1 µV` for each sample. */
const wordsOf = (samples: FrameArrayData, electrode: number, unit: string): string[] =>
  Array.from(samples, (value) => `electrode ${electrode}<br>${value.toPrecision(3)} ${unit}`)

type Bar = { left: number; bottom: number; perMs: number; perUnit: number; range: number; unit: string }

/** 1 ms across, and a round part of the largest amplitude up. */
const scaleBar = ({ left, bottom, perMs, perUnit, range, unit }: Bar, colour: string) => {
  const amplitude = roundBelow(range / 2)
  const [x0, y0] = [left - 1.2 * perMs, bottom - 0.9 * range * perUnit]
  const line = (x1: number, y1: number) => ({ type: 'line', x0, y0, x1, y1, line: { color: colour, width: 2 } })
  return {
    shapes: [line(x0 + perMs, y0), line(x0, y0 + amplitude * perUnit)],
    annotations: [
      { x: x0 + perMs / 2, y: y0, text: '1 ms', showarrow: false, yanchor: 'top', font: { size: 11 } },
      {
        x: x0,
        y: y0 + (amplitude * perUnit) / 2,
        text: `${amplitude} ${unit}`,
        showarrow: false,
        xanchor: 'right',
        font: { size: 11 },
      },
    ],
  }
}

/** 1, 2 or 5 times a power of ten, not above the value. */
const roundBelow = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)))
  const digit = [5, 2, 1].find((candidate) => candidate * power <= value) ?? 1
  return Number((digit * power).toPrecision(2))
}
