package dev.perdure.testing.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.junit.jupiter.api.Test;

/** Methods that HotSpot never compiles are found, and no others. */
class MethodSizesTest {
  @Test
  void ofTheseNoneIsTooLarge() {
    assertThat(MethodSizes.tooLarge(MethodSizesTest.class)).isEmpty();
  }

  @Test
  void aMethodOverTheLimitIsNamed() {
    byte[] classFile =
        ClassFile.of()
            .build(
                ClassDesc.of("Large"),
                type ->
                    type.withMethodBody(
                        "on",
                        MethodTypeDesc.of(ConstantDescs.CD_void),
                        ClassFile.ACC_STATIC,
                        code -> {
                          for (int i = 0; i < MethodSizes.HUGE; i++) {
                            code.nop();
                          }
                          code.return_();
                        }));
    assertThat(MethodSizes.tooLarge("Large", classFile))
        .singleElement()
        .asString()
        .contains("Large.on has 8,001 bytecodes");
  }
}
