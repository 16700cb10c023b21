package dev.perdure.kernel.spi;

/**
 * What every {@link Store} must do, in chapters. The test of an engine implements this interface
 * and with it hands out stores; that of an engine that keeps its data implements {@link
 * DurableStoreContract}.
 */
public interface StoreContract
    extends CommitContract,
        GroupContract,
        FencingContract,
        ScanContract,
        ReaderContract,
        ModelContract,
        OutcomeContract,
        LoadContract,
        KillContract {}
