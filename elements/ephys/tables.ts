import type { SchemaDefinition } from '#elements/contract.ts'

/**
 * Extracellular recordings with probes, from the insertion to sorted units. Element Array Electrophysiology, schema ephys
 * without a Curation table, as upstream since 0.4.
 */
export const ephysSchema: SchemaDefinition = {
  name: 'ephys',
  tables: [
    {
      name: 'AcquisitionSoftware',
      tier: 'lookup',
      definition: `# Program that wrote a recording
        acq_software              : varchar(24)    # name of the program`,
      contents: [{ acq_software: 'SpikeGLX' }, { acq_software: 'Open Ephys' }],
    },
    {
      name: 'ProbeInsertion',
      tier: 'manual',
      definition: `# One probe in the brain during one session
        -> session.Session
        insertion_number          : tinyint unsigned  # number of the probe in this session, as in imec0, imec1
        ---
        -> probe.Probe`,
    },
    {
      name: 'InsertionLocation',
      tier: 'manual',
      definition: `# Where a probe was inserted
        -> ProbeInsertion
        ---
        -> lab.SkullReference
        ap_location               : decimal(6, 2)  # µm from the reference along the midline, anterior is positive
        ml_location               : decimal(6, 2)  # µm from the midline, right is positive
        depth                     : decimal(6, 2)  # µm from the surface of the brain, ventral is negative
        theta = null              : decimal(5, 2)  # degrees of elevation about the ml axis, 0 to 180
        phi = null                : decimal(5, 2)  # degrees of azimuth about the dv axis, 0 to 360
        beta = null               : decimal(5, 2)  # degrees about the shank, -180 to 180, clockwise, 0 faces anterior`,
    },
    {
      name: 'EphysRecording',
      tier: 'imported',
      definition: `# Recording from one inserted probe
        -> ProbeInsertion
        ---
        -> probe.ElectrodeConfig
        -> AcquisitionSoftware
        sampling_rate             : float          # samples per second of each channel, Hz
        recording_datetime        : datetime       # start of the recording, local time of the laboratory
        recording_duration        : float          # length of the recording, s`,
    },
    {
      name: 'EphysRecording.Channel',
      definition: `# Site that each recorded channel was connected to
        -> master
        channel_idx               : int            # position of the channel in the data file, from 0
        ---
        -> probe.ElectrodeConfig.Electrode
        channel_name = ''         : varchar(64)    # name of the channel in the recording program`,
    },
    {
      name: 'EphysRecording.EphysFile',
      definition: `# Files of a recording
        -> master
        file_path                 : varchar(255)   # path below a data root, with forward slashes`,
    },
    {
      name: 'LFP',
      tier: 'imported',
      definition: `# Local field potential
        -> EphysRecording
        ---
        lfp_sampling_rate         : float          # samples per second, Hz
        lfp_time_stamps           : <blob>         # s from the start of the recording, one per sample
        lfp_mean                  : <blob>         # µV, mean over the stored sites, one per sample`,
    },
    {
      name: 'LFP.Electrode',
      definition: `# Local field potential at one site
        -> master
        -> probe.ElectrodeConfig.Electrode
        ---
        lfp                       : <blob>         # voltage in µV, one value per sample`,
    },
    {
      name: 'ClusteringMethod',
      tier: 'lookup',
      definition: `# Spike sorter
        clustering_method         : varchar(16)    # name and version, e.g. kilosort2.5
        ---
        clustering_method_desc    : varchar(1000)  # what it is`,
      contents: [
        { clustering_method: 'kilosort2', clustering_method_desc: 'Kilosort 2' },
        { clustering_method: 'kilosort2.5', clustering_method_desc: 'Kilosort 2.5' },
        { clustering_method: 'kilosort3', clustering_method_desc: 'Kilosort 3' },
        { clustering_method: 'kilosort4', clustering_method_desc: 'Kilosort 4' },
      ],
    },
    {
      name: 'ClusteringParamSet',
      tier: 'lookup',
      definition: `# Parameters that a sorter is run with
        paramset_idx              : smallint       # number of the parameter set
        ---
        -> ClusteringMethod
        paramset_desc             : varchar(128)   # what is special about it
        param_set_hash            : uuid           # computed from the parameters
        unique index (param_set_hash)
        params                    : <blob>         # names and values of all parameters`,
    },
    {
      name: 'ClusterQualityLabel',
      tier: 'lookup',
      definition: `# Verdict on a cluster
        cluster_quality_label       : varchar(100)   # short label, as in the files of the sorter or of phy
        ---
        cluster_quality_description : varchar(4000)  # what it means`,
      contents: [
        { cluster_quality_label: 'good', cluster_quality_description: 'single unit' },
        {
          cluster_quality_label: 'ok',
          cluster_quality_description: 'probably a single unit, but could be contaminated',
        },
        { cluster_quality_label: 'mua', cluster_quality_description: 'multi-unit activity' },
        { cluster_quality_label: 'noise', cluster_quality_description: 'not neural' },
        { cluster_quality_label: 'n.a.', cluster_quality_description: 'not available' },
        { cluster_quality_label: 'unsorted', cluster_quality_description: 'not yet judged' },
      ],
    },
    {
      name: 'ClusteringTask',
      tier: 'manual',
      definition: `# Recording to be sorted, or sorted already, with a parameter set
        -> EphysRecording
        -> ClusteringParamSet
        ---
        clustering_output_dir = '' : varchar(255)  # folder of the result below a data root, with forward slashes
        task_mode = 'load'        : enum('load', 'trigger')  # load reads a finished result, trigger runs the sorter`,
    },
    {
      name: 'Clustering',
      tier: 'imported',
      definition: `# Finished sorting
        -> ClusteringTask
        ---
        clustering_time           : datetime       # moment the result was made or last curated, local time
        package_version = ''      : varchar(16)    # version of the sorter, where known`,
    },
    {
      name: 'CuratedClustering',
      tier: 'imported',
      definition: `# Units of a sorting as curated when it was loaded
        -> Clustering`,
    },
    {
      name: 'CuratedClustering.Unit',
      definition: `# Unit of a sorting
        -> master
        unit                      : int            # number of the cluster in the files of the sorter
        ---
        -> probe.ElectrodeConfig.Electrode
        -> ClusterQualityLabel
        spike_count               : int            # number of spikes in the recording
        spike_times               : <blob>         # s from the start of the recording, one per spike
        spike_sites               : <blob>         # number of the site with the largest amplitude, one per spike
        spike_depths = null       : <blob>         # µm above the lowest row of sites, one per spike`,
    },
    {
      name: 'WaveformSet',
      tier: 'imported',
      definition: `# Waveforms of the units of a sorting
        -> CuratedClustering`,
    },
    {
      name: 'WaveformSet.PeakWaveform',
      definition: `# Mean waveform at the site with the largest amplitude
        -> master
        -> CuratedClustering.Unit
        ---
        peak_electrode_waveform   : <blob>         # voltage in µV, one value per sample`,
    },
    {
      name: 'WaveformSet.Waveform',
      definition: `# Waveforms of a unit at one site
        -> master
        -> CuratedClustering.Unit
        -> probe.ElectrodeConfig.Electrode
        ---
        waveform_mean             : <blob>         # µV, mean over spikes, one per sample
        waveforms = null          : <blob>         # µV, spikes x samples, a random part of the spikes`,
    },
    {
      name: 'QualityMetrics',
      tier: 'imported',
      definition: `# Quality metrics of the units of a sorting
        -> CuratedClustering`,
    },
    {
      name: 'QualityMetrics.Cluster',
      definition: `# Metrics of the spikes of a unit
        -> master
        -> CuratedClustering.Unit
        ---
        firing_rate = null        : float          # Hz, mean over the recording
        snr = null                : float          # peak of the mean waveform over the noise
        presence_ratio = null     : float          # fraction of the recording in which the unit fires, 0 to 1
        isi_violation = null      : float          # rate of refractory violations relative to the rate of the unit
        number_violation = null   : int            # number of refractory violations
        amplitude_cutoff = null   : float          # estimated fraction of spikes below the threshold, 0 to 0.5
        isolation_distance = null : float          # distance to the nearest cluster in Mahalanobis space
        l_ratio = null            : float          # contamination from the distances of other spikes
        d_prime = null            : float          # separation from other units by linear discriminant analysis
        nn_hit_rate = null        : float          # fraction of nearest neighbours within the cluster, 0 to 1
        nn_miss_rate = null       : float          # fraction of nearest neighbours outside the cluster, 0 to 1
        silhouette_score = null   : float          # how well the cluster stands apart, -1 to 1
        max_drift = null          : float          # µm, largest change of depth
        cumulative_drift = null   : float          # µm, sum of the changes of depth
        contamination_rate = null : float          # fraction of foreign spikes, 0 to 1`,
    },
    {
      name: 'QualityMetrics.Waveform',
      definition: `# Metrics of the waveform of a unit
        -> master
        -> CuratedClustering.Unit
        ---
        amplitude = null          : float          # µV, trough to peak
        duration = null           : float          # ms, trough to peak
        halfwidth = null          : float          # ms, width at half of the peak
        pt_ratio = null           : float          # peak over trough
        repolarization_slope=null : float          # µV per ms, from the trough to the peak
        recovery_slope = null     : float          # µV per ms, from the peak to the baseline
        spread = null             : float          # µm along the probe with at least 12 percent of the amplitude
        velocity_above = null     : float          # s per m, delay of the spike towards the base of the probe
        velocity_below = null     : float          # s per m, delay of the spike towards the tip of the probe`,
    },
  ],
}
